/**
 * The storm: many threads of mixed work against a backend that fails in every way that it knows, online and off, and
 * the checks that every call has ended, that no answer was wrong and that the promise on order was kept. Extend
 * {@link dev.kvclient.testkit.storm.StormTest}. Needs JUnit and AssertJ, which the testkit does not bring along.
 */
@NullMarked
package dev.kvclient.testkit.storm;

import org.jspecify.annotations.NullMarked;
