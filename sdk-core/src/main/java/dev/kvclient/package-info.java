/**
 * What an application uses: one API for key-value work over any backend.
 *
 * <p>Start at {@link dev.kvclient.KvClient#connect(String)}.
 */
@NullMarked
package dev.kvclient;

import org.jspecify.annotations.NullMarked;
