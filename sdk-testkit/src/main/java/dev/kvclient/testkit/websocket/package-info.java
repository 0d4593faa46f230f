/** What the in-process servers share that speak WebSocket. Not exported. */
@NullMarked
package dev.kvclient.testkit.websocket;

import org.jspecify.annotations.NullMarked;
