/** Tests of the methods of the memory storage. */
@NullMarked
package dev.kvclient.kuzzle.ms;

import org.jspecify.annotations.NullMarked;
