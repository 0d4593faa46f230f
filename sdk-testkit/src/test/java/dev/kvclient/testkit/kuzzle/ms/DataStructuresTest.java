package dev.kvclient.testkit.kuzzle.ms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.testkit.kuzzle.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the recorded pairs imply of sets, sorted sets, geo points, estimates and sorting. */
class DataStructuresTest {

    private static final String ESTIMATE = "19910";
    private static final Pattern PAGE = Pattern.compile("\\['(\\d+)',\\[(.*)]]");

    private final Asking ms = new Asking();

    private void sorted(String key, String... scoresAndMembers) {
        for (int i = 0; i < scoresAndMembers.length; i += 2) {
            ms.ask(
                    "zadd",
                    "{'_id':'" + key + "','body':{'elements':[{'score':'" + scoresAndMembers[i] + "','member':'"
                            + scoresAndMembers[i + 1] + "'}]}}");
        }
    }

    @Test
    void aKeyEndsWithItsLastMember() {
        ms.ask("sadd", "{'_id':'s','body':{'members':['a']}}");
        assertThat(ms.ask("spop", "{'_id':'s'}")).isEqualTo("'a'");
        sorted("z", "1", "a");
        assertThat(ms.ask("zremrangebyrank", "{'_id':'z','body':{'start':0,'stop':-1}}"))
                .isEqualTo("1");
        ms.ask("sinterstore", "{'body':{'destination':'s','keys':['x','y']}}");
        assertThat(ms.storage.size()).isZero();
    }

    @Test
    void aStoreTakesThePlaceOfWhateverWasThere() {
        ms.ask("setex", "{'_id':'dest','body':{'value':'v','seconds':100}}");
        ms.ask("sadd", "{'_id':'s','body':{'members':['a','b']}}");
        assertThat(ms.ask("sunionstore", "{'body':{'destination':'dest','keys':['s']}}"))
                .isEqualTo("2");
        assertThat(ms.ask("type", "{'_id':'dest'}")).isEqualTo("'set'");
        assertThat(ms.ask("ttl", "{'_id':'dest'}")).isEqualTo("-1");
        sorted("z", "1", "m");
        assertThat(ms.ask("zunionstore", "{'_id':'dest','body':{'keys':['z','s'],'weights':[10,1]}}"))
                .isEqualTo("3");
        assertThat(ms.ask("zrange", "{'_id':'dest','start':0,'stop':-1,'options':['withscores']}"))
                .isEqualTo("['a','1','b','1','m','10']");
        assertThat(ms.ask("sinterstore", "{'body':{'destination':'dest','keys':['s','none']}}"))
                .isEqualTo("0");
        assertThat(ms.ask("exists", "{'keys':['dest']}")).isEqualTo("0");
    }

    @Test
    void writersKeepTheExpiry() {
        TestClock clock = new TestClock(Instant.EPOCH);
        Asking timed = new Asking(clock);
        timed.ask("sadd", "{'_id':'s','body':{'members':['a']}}");
        timed.ask("pexpire", "{'_id':'s','body':{'milliseconds':100}}");
        timed.ask("sadd", "{'_id':'s','body':{'members':['b']}}");
        assertThat(timed.ask("pttl", "{'_id':'s'}")).isEqualTo("100");
        clock.advance(Duration.ofMillis(100));
        assertThat(timed.ask("smembers", "{'_id':'s'}")).isEqualTo("[]");
    }

    @Test
    void aSetOfIntegersIsSorted() {
        ms.ask("sadd", "{'_id':'s','body':{'members':[10,9,'-1']}}");
        assertThat(ms.ask("smembers", "{'_id':'s'}")).isEqualTo("['-1','9','10']");
        assertThat(ms.ask("object", "{'_id':'s','subcommand':'encoding'}")).isEqualTo("'intset'");
        ms.ask("sadd", "{'_id':'s','body':{'members':['x']}}");
        assertThat(ms.ask("object", "{'_id':'s','subcommand':'encoding'}")).isEqualTo("'hashtable'");
    }

    @Test
    void drawsMembers() {
        ms.ask("sadd", "{'_id':'s','body':{'members':['a','b']}}");
        assertThat(ms.ask("srandmember", "{'_id':'s','count':-5}")).matches("\\[('[ab]',?){5}]");
        assertThat(ms.ask("srandmember", "{'_id':'s','count':5}")).hasSize("['a','b']".length());
        assertThat(ms.ask("srandmember", "{'_id':'none','count':-5}")).isEqualTo("[]");
        assertThat(ms.ask("spop", "{'_id':'none'}")).isEqualTo("null");
        assertThat(ms.ask("spop", "{'_id':'none','body':{'count':1}}")).isEqualTo("[]");
        assertThat(ms.ask("spop", "{'_id':'s','body':{'count':0}}")).isEqualTo("[]");
    }

    @ParameterizedTest
    @CsvSource({
        "3.1, 3.1000000000000001",
        "3.5, 3.5",
        "1e16, 10000000000000000",
        "1e17, 1e+17",
        "0.00001, 1.0000000000000001e-05",
        "-0, 0",
        "Infinity, inf",
        "-Infinity, -inf",
        "-1.5e300, -1.5000000000000001e+300",
    })
    void writesScoresAsRedisDoes(String score, String written) {
        sorted("z", score, "m");
        assertThat(ms.ask("zscore", "{'_id':'z','member':'m'}")).isEqualTo("'" + written + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "'nx', 5, 0, 1",
        "'xx', 5, 0, 5",
        "'ch', 5, 1, 5",
        "'ch', 1, 0, 1",
    })
    void addsUnderConditions(String option, int score, String result, String after) {
        sorted("z", "1", "m");
        assertThat(ms.ask(
                        "zadd",
                        "{'_id':'z','body':{'" + option + "':true,'elements':[{'score':" + score + ",'member':'m'}]}}"))
                .isEqualTo(result);
        assertThat(ms.ask("zscore", "{'_id':'z','member':'m'}")).isEqualTo("'" + after + "'");
    }

    @Test
    void incrementsUnderConditions() {
        String incr = "{'_id':'z','body':{'incr':true,%s'elements':[{'score':1,'member':'m'}]}}";
        assertThat(ms.ask("zadd", incr.formatted("'xx':true,"))).isEqualTo("null");
        assertThat(ms.storage.size()).isZero();
        assertThat(ms.ask("zadd", incr.formatted("'nx':true,"))).isEqualTo("'1'");
        assertThat(ms.ask("zadd", incr.formatted("'nx':true,"))).isEqualTo("null");
        assertThat(ms.ask("zadd", incr.formatted(""))).isEqualTo("'2'");
    }

    @Test
    void ordersByScoreThenByBytes() {
        sorted("z", "1", "é", "1", "z", "1", "Z", "0", "last of all letters");
        assertThat(ms.ask("zrange", "{'_id':'z','start':0,'stop':-1}"))
                .isEqualTo("['last of all letters','Z','z','é']");
        assertThat(ms.ask("zrevrange", "{'_id':'z','start':-2,'stop':100}")).isEqualTo("['Z','last of all letters']");
        assertThat(ms.ask("zrank", "{'_id':'z','member':'é'}")).isEqualTo("3");
        assertThat(ms.ask("zrevrank", "{'_id':'z','member':'é'}")).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            zrangebyscore    | 'min':'(1','max':3                      | ['b','c']
            zrangebyscore    | 'min':'-inf','max':'(1'                 | []
            zrangebyscore    | 'min':3,'max':1                         | []
            zrangebyscore    | 'min':1,'max':9,'limit':[1,-1]          | ['b','c']
            zrangebyscore    | 'min':1,'max':9,'limit':[-1,1]          | []
            zrangebyscore    | 'min':1,'max':9,'limit':'2,5'           | ['c']
            zrevrangebyscore | 'min':1,'max':'(3'                      | ['b','a']
            zrange           | 'start':1,'stop':2,'options':['byscore']| ['a','b']
            zrange           | 'start':2,'stop':1,'options':['byscore','rev','withscores'] | ['b','2','a','1']
            zrange           | 'start':-2,'stop':-1                    | ['b','c']
            zrange           | 'start':5,'stop':9                      | []
            zcount           | 'min':'(1','max':'+inf'                 | 2
            """)
    void listsRanges(String action, String range, String members) {
        sorted("z", "1", "a", "2", "b", "3", "c");
        assertThat(ms.ask(action, "{'_id':'z'," + range + "}")).isEqualTo(members);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            zrangebylex    | 'min':'-','max':'+'                  | ['a','aa','b']
            zrangebylex    | 'min':'(a','max':'[b'                | ['aa','b']
            zrangebylex    | 'min':'[a','max':'(b','limit':[1,1]  | ['aa']
            zrangebylex    | 'min':'+','max':'-'                  | []
            zrevrangebylex | 'min':'-','max':'(b'                 | ['aa','a']
            zlexcount      | 'min':'[a','max':'[aa'               | 2
            """)
    void listsRangesByName(String action, String range, String members) {
        sorted("z", "0", "a", "0", "b", "0", "aa");
        assertThat(ms.ask(action, "{'_id':'z'," + range + "}")).isEqualTo(members);
    }

    @ParameterizedTest
    @CsvSource({"sum, 3, 30", "min, 1, 10", "MAX, 2, 20"})
    void aggregates(String how, String of, String weighted) {
        sorted("one", "1", "m", "5", "only here");
        sorted("two", "2", "m");
        assertThat(ms.ask("zinterstore", "{'_id':'i','body':{'keys':['one','two'],'aggregate':'" + how + "'}}"))
                .isEqualTo("1");
        assertThat(ms.ask("zscore", "{'_id':'i','member':'m'}")).isEqualTo("'" + of + "'");
        ms.ask("zunionstore", "{'_id':'u','body':{'keys':['one','two'],'weights':[10,10],'aggregate':'" + how + "'}}");
        assertThat(ms.ask("zscore", "{'_id':'u','member':'m'}")).isEqualTo("'" + weighted + "'");
        assertThat(ms.ask("zscore", "{'_id':'u','member':'only here'}")).isEqualTo("'50'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sscan", "zscan", "hscan"})
    void aScanMeetsEveryMemberThatStays(String scan) {
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            expected.add("'m" + i + "'");
            add(scan, "m" + i);
        }
        List<String> seen = new ArrayList<>();
        String cursor = "0";
        int pages = 0;
        do {
            Matcher page = PAGE.matcher(ms.ask(scan, "{'_id':'k','cursor':'" + cursor + "','match':'m*','count':100}"));
            assertThat(page.matches()).isTrue();
            cursor = page.group(1);
            for (String word : page.group(2).split(",", -1)) {
                if (word.startsWith("'m")) {
                    seen.add(word);
                }
            }
            add(scan, "new " + pages++);
        } while (!cursor.equals("0"));
        assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
        assertThat(pages).isBetween(10, 11);
    }

    private void add(String scan, String name) {
        switch (scan) {
            case "sscan" -> ms.ask("sadd", "{'_id':'k','body':{'members':['" + name + "']}}");
            case "zscan" -> sorted("k", "1", name);
            default -> ms.ask("hset", "{'_id':'k','body':{'field':'" + name + "','value':1}}");
        }
    }

    @Test
    void whatIsSmallComesInOnePage() {
        for (int i = 0; i < 100; i++) {
            sorted("z", "1", "m" + i);
        }
        assertThat(ms.ask("zscan", "{'_id':'z','cursor':0,'count':10}")).startsWith("['0',");
        assertThat(ms.ask("sscan", "{'_id':'none','cursor':0}")).isEqualTo("['0',[]]");
    }

    @Test
    void measuresTheEarth() {
        ms.ask(
                "geoadd",
                "{'_id':'g','body':{'points':[{'lon':2.3522,'lat':48.8566,'name':'Paris'},"
                        + "{'lon':'3.8767','lat':'43.6108','name':'Montpellier'},"
                        + "{'lon':180,'lat':85.05,'name':'corner'}]}}");
        assertThat(ms.ask("geodist", "{'_id':'g','member1':'Paris','member2':'Montpellier','unit':'km'}"))
                .isEqualTo("'595.1085'");
        assertThat(ms.ask("geodist", "{'_id':'g','member1':'Paris','member2':'Paris'}"))
                .isEqualTo("'0.0000'");
        assertThat(ms.ask("geohash", "{'_id':'g','members':'Paris'}")).isEqualTo("['u09tvw0f640']");
        String near = "{'_id':'g','lon':2.35,'lat':48.86,'distance':1000,'unit':'km','options':[%s]}";
        assertThat(ms.ask("georadius", near.formatted("'desc'"))).isEqualTo("['Montpellier','Paris']");
        assertThat(ms.ask("georadius", near.formatted("'count',1"))).isEqualTo("['Paris']");
        assertThat(ms.ask("georadius", near.formatted("'withhash','count',1"))).matches("\\[\\['Paris',36\\d{14}]]");
        assertThat(ms.ask("georadius", near.formatted("'storedist','d'"))).isEqualTo("2");
        // Kuzzle writes options in upper case, the key among them.
        assertThat(ms.ask("zrange", "{'_id':'D','start':0,'stop':-1}")).isEqualTo("['Paris','Montpellier']");
        assertThat(ms.ask("georadiusbymember", "{'_id':'none','member':'x','distance':1,'unit':'m'}"))
                .isEqualTo("[]");
    }

    @Test
    void estimatesHowManyWereDifferent() {
        for (int i = 0; i < 20; i++) {
            StringBuilder elements = new StringBuilder("'e" + i + "'");
            for (int j = 0; j < 1000; j++) {
                elements.append(",'").append(i * 1000 + j).append("'");
            }
            ms.ask("pfadd", "{'_id':'p" + i % 2 + "','body':{'elements':[" + elements + "]}}");
        }
        // Of 20020; Redis 7.0.15 estimates the same.
        assertThat(ms.ask("pfcount", "{'keys':['p0','p1','none']}")).isEqualTo(ESTIMATE);
        ms.ask("pfmerge", "{'_id':'both','body':{'sources':['p0','p1']}}");
        assertThat(ms.ask("pfcount", "{'keys':['both']}")).isEqualTo(ESTIMATE);
        assertThat(ms.ask("type", "{'_id':'both'}")).isEqualTo("'string'");
        assertThat(ms.ask("pfadd", "{'_id':'empty'}")).isEqualTo("1");
        assertThat(ms.ask("pfadd", "{'_id':'empty'}")).isEqualTo("0");
        assertThat(ms.ask("pfcount", "{'keys':['empty']}")).isEqualTo("0");
    }

    @Test
    void sortsByWhatOtherKeysHold() {
        ms.ask("rpush", "{'_id':'l','body':{'values':['1','2','3']}}");
        ms.ask("mset", "{'body':{'entries':[{'key':'w_1','value':'30'},{'key':'w_2','value':'20'}]}}");
        ms.ask("hset", "{'_id':'h_2','body':{'field':'name','value':'two'}}");
        assertThat(ms.ask("sort", "{'_id':'l','body':{'by':'w_*'}}")).isEqualTo("['3','2','1']");
        assertThat(ms.ask("sort", "{'_id':'l','body':{'by':'w_*','get':['h_*->name','#'],'limit':[1,1]}}"))
                .isEqualTo("['two','2']");
        assertThat(ms.ask("sort", "{'_id':'l','body':{'by':'nosort','direction':'desc'}}"))
                .isEqualTo("['1','2','3']");
        assertThat(ms.ask("sort", "{'_id':'l','body':{'get':['w_*'],'store':'to'}}"))
                .isEqualTo("3");
        assertThat(ms.ask("lrange", "{'_id':'to','start':0,'stop':-1}")).isEqualTo("['30','20','']");
        assertThat(ms.ask("sort", "{'_id':'none'}")).isEqualTo("[]");
    }

    @Test
    void aTransactionTellsWhichMemberFailed() {
        ms.ask("set", "{'_id':'s','body':{'value':'x'}}");
        String zadd = "{'action':'zadd','args':{'_id':'%s','body':{'elements':[{'score':1,'member':'m'}]}}}";
        String card = "{'action':'zcard','args':{'_id':'z'}}";
        assertThat(ms.ask(
                        "mexecute",
                        "{'body':{'actions':[" + zadd.formatted("z") + "," + zadd.formatted("s") + "," + card + "]}}"))
                .isEqualTo("[[null,1],[{}],[null,1]]");
        assertThat(ms.refused(
                        "mexecute",
                        "{'body':{'actions':[" + card
                                + ",{'action':'zadd','args':{'_id':'z','body':{'elements':[]}}}]}}"))
                .isEqualTo("400 api.assert.empty_argument [\"elements\"]");
    }
}
