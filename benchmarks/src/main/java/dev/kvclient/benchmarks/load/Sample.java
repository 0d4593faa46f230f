package dev.kvclient.benchmarks.load;

/**
 * What one round of one variant gave.
 *
 * @param perSecond requests
 * @param p50Micros half of the requests took at most that
 * @param p99Micros 99 of 100 requests took at most that
 * @param cpuMicros processor time of the client for one request
 * @param bytes allocated by the client for one request
 */
record Sample(double perSecond, double p50Micros, double p99Micros, double cpuMicros, double bytes) {}
