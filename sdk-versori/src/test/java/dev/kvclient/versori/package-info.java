/** Tests of the adapter for Versori. */
@NullMarked
package dev.kvclient.versori;

import org.jspecify.annotations.NullMarked;
