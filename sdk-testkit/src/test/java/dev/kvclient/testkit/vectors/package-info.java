/** Tests of the recordings' reader. */
@NullMarked
package dev.kvclient.testkit.vectors;

import org.jspecify.annotations.NullMarked;
