/**
 * The check of HTTP exchanges with the Versori platform against the public description of its API. Not part of the
 * testkit's module: the validator and what it needs are many automatic modules that share packages, which the module
 * path refuses. It is the test-jar of the testkit.
 */
@NullMarked
package dev.kvclient.testkit.versori.openapi;

import org.jspecify.annotations.NullMarked;
