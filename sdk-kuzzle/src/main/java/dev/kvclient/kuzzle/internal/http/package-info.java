/** HTTP as the transport needs it, and the one class that links OkHttp, which an application may do without. */
@NullMarked
package dev.kvclient.kuzzle.internal.http;

import org.jspecify.annotations.NullMarked;
