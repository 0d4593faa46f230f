/**
 * The ways to a server, which find themselves again when they are lost: a WebSocket connection that can say, for every
 * frame, whether it was handed to the socket, and what stands for a connection where there is none, over HTTP. The
 * adapters share them; an application does not meet them.
 *
 * <p>Over WebSocket, an adapter describes its server in {@link dev.kvclient.transport.WebSocketSettings}, implements
 * {@link dev.kvclient.transport.FrameProtocol} (sign-in, incoming messages, loss) and gives both to a
 * {@link dev.kvclient.transport.WebSocketConnection}. It sends through the {@link dev.kvclient.transport.FrameChannel}
 * of the moment, bounds what is in flight with a {@link dev.kvclient.transport.Window}, and settles what was in flight
 * by the {@link dev.kvclient.transport.Loss} of a channel.
 *
 * <p>Over HTTP, an adapter gives the probe of its server to a {@link dev.kvclient.transport.Reachability}, asks it
 * before each request, and tells it of each that finds no connection.
 *
 * <p>Underneath WebSocket is Java-WebSocket 1.6.0, of which no type appears here. At level TRACE that library logs
 * payloads, and tokens among them: keep its loggers ({@code org.java_websocket}) above that level.
 */
@NullMarked
package dev.kvclient.transport;

import org.jspecify.annotations.NullMarked;
