/** The load run: the same requests to the same server in several ways, in turn. */
@NullMarked
package dev.kvclient.benchmarks.load;

import org.jspecify.annotations.NullMarked;
