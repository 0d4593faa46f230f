/** Versori: its KV stores behind the common API, and its own API by {@code VersoriClient}. */
@NullMarked
package dev.kvclient.versori;

import org.jspecify.annotations.NullMarked;
