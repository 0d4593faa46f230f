/** The call level and the wire level: lanes, deadlines, retry. Not exported. */
@NullMarked
package dev.kvclient.internal.engine;

import org.jspecify.annotations.NullMarked;
