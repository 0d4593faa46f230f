/** How the actions of the memory storage are made and read. Not for use from outside. */
@NullMarked
package dev.kvclient.kuzzle.internal.ms;

import org.jspecify.annotations.NullMarked;
