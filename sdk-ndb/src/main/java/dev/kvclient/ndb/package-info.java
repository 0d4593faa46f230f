/** NemesisDB: its keys behind the common API, and its own API by {@code NdbClient}. */
@NullMarked
package dev.kvclient.ndb;

import org.jspecify.annotations.NullMarked;
