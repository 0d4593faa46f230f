/** How the adapter for Versori works: commands, wire, errors. Not exported. */
@NullMarked
package dev.kvclient.versori.internal;

import org.jspecify.annotations.NullMarked;
