/** The offline queue on disk. Not exported. */
@NullMarked
package dev.kvclient.internal.offline;

import org.jspecify.annotations.NullMarked;
