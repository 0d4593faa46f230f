/** What work costs as it grows. */
@NullMarked
package dev.kvclient.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
