/** How values become JSON and come back. */
@NullMarked
package dev.kvclient.codec;

import org.jspecify.annotations.NullMarked;
