/** Tests of how the adapter for Versori works. */
@NullMarked
package dev.kvclient.versori.internal;

import org.jspecify.annotations.NullMarked;
