/** Puts a client together. Not exported. */
@NullMarked
package dev.kvclient.internal;

import org.jspecify.annotations.NullMarked;
