/** Tests of the in-process Versori server. */
@NullMarked
package dev.kvclient.testkit.versori;

import org.jspecify.annotations.NullMarked;
