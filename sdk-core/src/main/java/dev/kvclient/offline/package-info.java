/**
 * What requests do while there is no connection: they wait in an {@link dev.kvclient.offline.OfflineQueue}, in memory
 * or on disk, as {@link dev.kvclient.offline.OfflineOptions} says.
 */
@NullMarked
package dev.kvclient.offline;

import org.jspecify.annotations.NullMarked;
