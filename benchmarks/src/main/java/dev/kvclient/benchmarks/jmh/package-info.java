/**
 * Measurements of parts with JMH. Those of what is internal are in packages of the names of theirs, which the class
 * path allows.
 */
@NullMarked
package dev.kvclient.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
