/** How the adapter for NemesisDB works: commands, wire, errors. Not exported. */
@NullMarked
package dev.kvclient.ndb.internal;

import org.jspecify.annotations.NullMarked;
