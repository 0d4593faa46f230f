/** Tests of the in-process Kuzzle. */
@NullMarked
package dev.kvclient.testkit.kuzzle;

import org.jspecify.annotations.NullMarked;
