/** Tests of the Kuzzle adapter as an application meets it. */
@NullMarked
package dev.kvclient.kuzzle;

import org.jspecify.annotations.NullMarked;
