/** The backend in memory. Not exported. */
@NullMarked
package dev.kvclient.internal.memory;

import org.jspecify.annotations.NullMarked;
