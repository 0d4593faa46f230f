/** Programs that measure. */
@NullMarked
package dev.kvclient.benchmarks;

import org.jspecify.annotations.NullMarked;
