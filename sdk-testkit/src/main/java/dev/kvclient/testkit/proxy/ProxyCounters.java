package dev.kvclient.testkit.proxy;

/**
 * What a {@link FaultProxy} has seen and done since its start, at one moment.
 *
 * @param connectionsAccepted connections of clients, those of a silent time included
 * @param refusedPeriods how many times the port was closed by {@link NetworkFault#refuse}
 * @param cutWithFin connections that the proxy has ended with {@link Cut#FIN}
 * @param cutWithRst connections that the proxy has ended with {@link Cut#RST}, those included that had lost bytes when
 *     a {@link NetworkFault#swallow} ended
 * @param bytesToServer bytes passed on to the server
 * @param bytesToClient bytes passed on to clients
 * @param bytesSwallowed bytes read and dropped by {@link NetworkFault#swallow}, both ways together
 * @param faultsBegun faults begun, by hand and by scripts
 */
public record ProxyCounters(
        long connectionsAccepted,
        long refusedPeriods,
        long cutWithFin,
        long cutWithRst,
        long bytesToServer,
        long bytesToClient,
        long bytesSwallowed,
        long faultsBegun) {}
