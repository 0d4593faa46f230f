/** The operations of the API over the engine. Not exported. */
@NullMarked
package dev.kvclient.internal.view;

import org.jspecify.annotations.NullMarked;
