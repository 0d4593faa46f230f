/**
 * The contract test: what every backend must do, as one suite over {@link dev.kvclient.KvClient}. Extend
 * {@link dev.kvclient.testkit.contract.KvContract}. Needs JUnit and AssertJ, which the testkit does not bring along.
 */
@NullMarked
package dev.kvclient.testkit.contract;

import org.jspecify.annotations.NullMarked;
