package dev.kvclient.kuzzle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.CallOptions;
import dev.kvclient.TimeToLive;
import dev.kvclient.kuzzle.internal.ms.MsAction;
import dev.kvclient.kuzzle.ms.BitOperation;
import dev.kvclient.kuzzle.ms.KeyType;
import dev.kvclient.kuzzle.ms.ScanArgs;
import dev.kvclient.kuzzle.ms.SetArgs;
import dev.kvclient.kuzzle.ms.SortArgs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Strings, bits and keys, for {@link KuzzleMsIT}. */
abstract class MsLivePlainCalls extends MsLiveKeys {
    MsLivePlainCalls() {
        plainCalls();
        keyCalls();
    }

    private void plainCalls() {
        both(MsAction.APPEND, m -> assertThat(m.append(text, " é")).isEqualTo(8), m -> m.append(list, "x"));
        both(MsAction.DECR, m -> assertThat(m.decr(number)).isEqualTo(39), m -> m.decr(text));
        both(MsAction.DECRBY, m -> assertThat(m.decrby(number, 5)).isEqualTo(35), m -> m.decrby(list, 1));
        both(MsAction.INCR, m -> assertThat(m.incr(number)).isEqualTo(41), m -> m.incr(list));
        both(MsAction.INCRBY, m -> assertThat(m.incrby(number, 2)).isEqualTo(42), m -> m.incrby(text, 1));
        both(
                MsAction.INCRBYFLOAT,
                m -> assertThat(m.incrbyfloat(number, -0.5)).isEqualTo(39.5),
                m -> m.incrbyfloat(text, 1));
        both(
                MsAction.GET,
                m -> {
                    assertThat(m.get(text)).contains("hello");
                    assertThat(m.get(number, Integer.class)).contains(40);
                    assertThat(m.get(absent)).isEmpty();
                },
                m -> m.get(list));
        both(MsAction.GETRANGE, m -> assertThat(m.getrange(text, 1, -2)).isEqualTo("ell"), m -> m.getrange(set, 0, 1));
        both(
                MsAction.GETSET,
                m -> {
                    assertThat(m.getset(text, new Point(1, 2))).contains("hello");
                    assertThat(m.get(text)).contains("{\"x\":1,\"y\":2}");
                    assertThat(m.get(text, Point.class)).contains(new Point(1, 2));
                },
                m -> m.getset(list, "x"));
        always(MsAction.MGET, m -> assertThat(m.mget(text, absent, list)).isEqualTo(Map.of(text, "hello")));
        always(MsAction.MSET, m -> {
            m.mset(Map.of(other, new Point(3, 4), absent, 0));
            assertThat(m.mget(List.of(other), Point.class)).isEqualTo(Map.of(other, new Point(3, 4)));
        });
        always(MsAction.MSETNX, m -> {
            assertThat(m.msetnx(Map.of(other, "x", text, "y"))).isFalse();
            assertThat(m.msetnx(Map.of(other, "x", absent, "y"))).isTrue();
        });
        always(MsAction.SET, m -> {
            assertThat(m.set(text, "x", SetArgs.none().nx())).isFalse();
            assertThat(m.set(text, "", SetArgs.none().xx().px(Duration.ofSeconds(90))))
                    .isTrue();
            assertThat(m.get(text)).contains("");
            m.set(text, List.of(1, 2));
            assertThat(m.get(text)).contains("[1,2]");
        });
        always(MsAction.SETEX, m -> m.setex(other, "", Duration.ofSeconds(90)));
        always(MsAction.PSETEX, m -> m.psetex(other, "x", Duration.ofMillis(90_001)));
        always(MsAction.SETNX, m -> {
            assertThat(m.setnx(other, new Point(1, 1))).isTrue();
            assertThat(m.setnx(other, "x")).isFalse();
            assertThat(m.get(other, Point.class)).contains(new Point(1, 1));
        });
        both(MsAction.STRLEN, m -> assertThat(m.strlen(text)).isEqualTo(5), m -> m.strlen(hash));
        both(MsAction.BITCOUNT, m -> assertThat(m.bitcount(text, 0, 0)).isEqualTo(3), m -> m.bitcount(list));
        both(
                MsAction.BITOP,
                m -> assertThat(m.bitop(BitOperation.NOT, other, text)).isEqualTo(5),
                m -> m.bitop(BitOperation.OR, other, text, list));
        both(
                MsAction.BITPOS,
                m -> {
                    assertThat(m.bitpos(text, false)).isEqualTo(OptionalLong.of(0));
                    assertThat(m.bitpos(absent, true)).isEmpty();
                },
                m -> m.bitpos(list, true));
        both(MsAction.GETBIT, m -> assertThat(m.getbit(text, 1)).isTrue(), m -> m.getbit(list, 0));
    }

    private void keyCalls() {
        always(MsAction.DEL, m -> assertThat(m.del(text, absent, list)).isEqualTo(2));
        always(MsAction.EXISTS, m -> {
            assertThat(m.exists(List.of(text, text, absent))).isEqualTo(2);
            assertThat(m.exists(absent)).isFalse();
        });
        always(MsAction.EXPIRE, m -> {
            assertThat(m.expire(text, Duration.ofSeconds(90))).isTrue();
            assertThat(m.expire(absent, Duration.ofSeconds(90))).isFalse();
        });
        always(
                MsAction.PEXPIRE,
                m -> assertThat(m.pexpire(text, Duration.ofMillis(90_001))).isTrue());
        Instant tomorrow = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 86_400);
        always(MsAction.EXPIREAT, m -> assertThat(m.expireat(text, tomorrow)).isTrue());
        always(
                MsAction.PEXPIREAT,
                m -> assertThat(m.pexpireat(text, tomorrow.plusMillis(1))).isTrue());
        always(MsAction.PERSIST, m -> {
            assertThat(m.persist(text)).isFalse();
            m.expire(text, Duration.ofSeconds(90));
            assertThat(m.persist(text)).isTrue();
        });
        always(MsAction.TTL, m -> {
            assertThat(m.ttl(text)).isEqualTo(TimeToLive.persistent());
            assertThat(m.ttl(absent)).isEqualTo(TimeToLive.absent());
        });
        always(MsAction.PTTL, m -> {
            m.with(CallOptions.none()).pexpire(text, Duration.ofSeconds(90));
            assertThat(m.pttl(text).remaining().orElseThrow()).isBetween(Duration.ofMinutes(1), Duration.ofSeconds(90));
        });
        // Without the call before it, which the bad one would not get past under its own name.
        calls.put(
                MsAction.PTTL,
                new Calls(calls.get(MsAction.PTTL).good(), m -> m.with(REFUSED).pttl(text)));
        always(MsAction.KEYS, m -> assertThat(m.keys(namespace + "te?t")).containsExactly(text));
        always(MsAction.OBJECT, m -> {
            assertThat(m.objectEncoding(number)).contains("int");
            assertThat(m.objectIdletime(number)).isPresent();
            assertThat(m.objectRefcount(absent)).isEmpty();
        });
        calls.put(MsAction.OBJECT, new Calls(calls.get(MsAction.OBJECT).good(), m -> m.objectFreq(text)));
        always(MsAction.RANDOMKEY, m -> assertThat(m.randomkey()).isPresent());
        both(
                MsAction.RENAME,
                m -> {
                    m.rename(text, other);
                    assertThat(m.get(other)).contains("hello");
                },
                m -> m.rename(absent, other));
        both(
                MsAction.RENAMENX,
                m -> {
                    assertThat(m.renamenx(text, list)).isFalse();
                    assertThat(m.renamenx(text, other)).isTrue();
                },
                m -> m.renamenx(absent, other));
        always(
                MsAction.SCAN,
                m -> assertThat(m.scanStream(ScanArgs.matching(namespace + "*").count(5)))
                        .contains(text, number, list, hash, set, zset, lex, geo, log));
        both(
                MsAction.SORT,
                m -> {
                    assertThat(m.sort(list, SortArgs.none().alpha().desc().limit(0, 2)))
                            .containsExactly(Optional.of("c"), Optional.of("b"));
                    assertThat(m.sort(set, SortArgs.none().by("nosort").get("#").get(namespace + "*")))
                            .hasSize(6)
                            .contains(Optional.empty());
                    assertThat(m.sortStore(list, SortArgs.none().alpha(), other))
                            .isEqualTo(3);
                },
                m -> m.sort(list));
        always(MsAction.TOUCH, m -> assertThat(m.touch(text, absent)).isEqualTo(1));
        always(MsAction.TYPE, m -> {
            assertThat(m.type(geo)).isEqualTo(KeyType.SORTED_SET);
            assertThat(m.type(absent)).isEqualTo(KeyType.NONE);
        });
    }
}
