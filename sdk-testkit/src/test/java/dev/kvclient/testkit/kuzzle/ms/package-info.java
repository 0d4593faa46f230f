/** Tests of the memory storage in memory. */
@NullMarked
package dev.kvclient.testkit.kuzzle.ms;

import org.jspecify.annotations.NullMarked;
