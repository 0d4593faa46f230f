package dev.kvclient.testkit.kuzzle.ms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Redis 7.0 and Kuzzle 2.56 refuse, in their words. Those of Redis were compared with a running one. */
class RefusalsTest {

    private static final String WRONG_TYPE = "500 WRONGTYPE Operation against a key holding the wrong kind of value";

    private final Asking ms = new Asking();

    RefusalsTest() {
        ms.ask("set", "{'_id':'string','body':{'value':'text'}}");
        ms.ask("rpush", "{'_id':'list','body':{'values':['a','b']}}");
        ms.ask("hset", "{'_id':'hash','body':{'field':'f','value':'v'}}");
        ms.ask("sadd", "{'_id':'set','body':{'members':['a','b']}}");
        ms.ask(
                "zadd",
                "{'_id':'sorted','body':{'elements':[{'score':1,'member':'a'},{'score':'Infinity','member':'top'}]}}");
        ms.ask("geoadd", "{'_id':'geo','body':{'points':[{'lon':13.36,'lat':38.11,'name':'Palermo'}]}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            get         | {'_id':'list'}
            append      | {'_id':'hash','body':{'value':'x'}}
            incr        | {'_id':'set'}
            getbit      | {'_id':'list','offset':1}
            pfadd       | {'_id':'list','body':{'elements':['x']}}
            pfcount     | {'keys':['sorted']}
            pfmerge     | {'_id':'new','body':{'sources':['hash']}}
            lpush       | {'_id':'string','body':{'values':['x']}}
            llen        | {'_id':'set'}
            rpoplpush   | {'body':{'source':'list','destination':'string'}}
            hget        | {'_id':'string','field':'f'}
            hscan       | {'_id':'string','cursor':0}
            sadd        | {'_id':'string','body':{'members':['x']}}
            smembers    | {'_id':'list'}
            sinter      | {'keys':['set','list']}
            sdiffstore  | {'_id':'set','body':{'keys':['hash'],'destination':'new'}}
            smove       | {'_id':'set','body':{'destination':'string','member':'a'}}
            spop        | {'_id':'string'}
            srandmember | {'_id':'string','count':2}
            sscan       | {'_id':'string','cursor':0}
            zadd        | {'_id':'set','body':{'elements':[{'score':1,'member':'m'}]}}
            zcard       | {'_id':'string'}
            zscore      | {'_id':'set','member':'a'}
            zrank       | {'_id':'list','member':'a'}
            zrange      | {'_id':'list','start':0,'stop':-1}
            zincrby     | {'_id':'list','body':{'value':1,'member':'m'}}
            zunionstore | {'_id':'new','body':{'keys':['sorted','string']}}
            zscan       | {'_id':'set','cursor':0}
            geoadd      | {'_id':'string','body':{'points':[{'lon':1,'lat':1,'name':'x'}]}}
            geodist     | {'_id':'set','member1':'a','member2':'b'}
            georadius   | {'_id':'set','lon':1,'lat':1,'distance':1,'unit':'m'}
            sort        | {'_id':'string'}
            """)
    void aKeyOfAnotherType(String action, String request) {
        assertThat(ms.refused(action, request)).isEqualTo(WRONG_TYPE);
        assertThat(ms.storage.size()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            incr             | {'_id':'string'}                              | ERR value is not an integer or out of range
            incrbyfloat      | {'_id':'string','body':{'value':1}}           | ERR value is not a valid float
            rename           | {'_id':'absent','body':{'newkey':'x'}}        | ERR no such key
            lset             | {'_id':'absent','body':{'index':0,'value':1}} | ERR no such key
            lset             | {'_id':'list','body':{'index':9,'value':1}}   | ERR index out of range
            lrange           | {'_id':'list','start':'x','stop':1}           | ERR value is not an integer or out of range
            hincrby          | {'_id':'hash','body':{'field':'f','value':1}} | ERR hash value is not an integer
            sadd             | {'_id':'set'}                | ERR wrong number of arguments for 'sadd' command
            sinter           | {'keys':[]}                  | ERR wrong number of arguments for 'sinter' command
            zrem             | {'_id':'z','body':{'members':[]}} | ERR wrong number of arguments for 'zrem' command
            spop             | {'_id':'set','body':{'count':-1}} | ERR value is out of range, must be positive
            spop             | {'_id':'absent','body':{'count':'x'}} | ERR value is out of range, must be positive
            srandmember      | {'_id':'set','count':'x'}    | ERR value is not an integer or out of range
            sscan            | {'_id':'set','cursor':'x'}   | ERR invalid cursor
            sscan            | {'_id':'set','cursor':0,'count':0}    | ERR syntax error
            zscan            | {'_id':'sorted','cursor':0,'count':'1x'} | ERR value is not an integer or out of range
            zadd             | {'_id':'z','body':{'elements':[{'score':'1x','member':'m'}]}} | ERR value is not a valid float
            zadd             | {'_id':'z','body':{'elements':[{'score':1,'member':['m','n']}]}} | ERR syntax error
            zincrby          | {'_id':'z','body':{'value':'x','member':'m'}}     | ERR value is not a valid float
            zincrby          | {'_id':'sorted','body':{'value':'-inf','member':'top'}} | ERR resulting score is not a number (NaN)
            zcount           | {'_id':'sorted','min':'x','max':1}  | ERR min or max is not a float
            zrangebyscore    | {'_id':'sorted','min':0,'max':'((1'} | ERR min or max is not a float
            zrangebyscore    | {'_id':'sorted','min':0,'max':1,'limit':['x',1]} | ERR value is not an integer or out of range
            zrangebyscore    | {'_id':'sorted','min':0,'max':1,'options':['nope']} | ERR syntax error
            zlexcount        | {'_id':'sorted','min':'a','max':'+'} | ERR min or max not valid string range item
            zrange           | {'_id':'sorted','start':'a','stop':1} | ERR value is not an integer or out of range
            zrange           | {'_id':'sorted','start':0,'stop':1,'options':['limit',0,1]} | ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX
            zremrangebyrank  | {'_id':'sorted','body':{'start':'a','stop':1}} | ERR value is not an integer or out of range
            zremrangebyscore | {'_id':'sorted','body':{'min':'a','max':1}}    | ERR min or max is not a float
            zinterstore      | {'_id':'z','body':{'keys':['sorted'],'weights':['x']}} | ERR weight value is not a float
            zinterstore      | {'_id':'z','body':{'keys':['sorted'],'weights':[1,2]}} | ERR syntax error
            geoadd           | {'_id':'g','body':{'points':[{'lon':1,'lat':86,'name':'x'}]}} | ERR invalid longitude,latitude pair 1.000000,86.000000
            geodist          | {'_id':'geo','member1':'a','member2':'b','unit':'yd'} | ERR unsupported unit provided. please use M, KM, FT, MI
            georadius        | {'_id':'geo','lon':1,'lat':1,'distance':'x','unit':'m'} | ERR need numeric radius
            georadius        | {'_id':'geo','lon':1,'lat':1,'distance':-1,'unit':'m'} | ERR radius cannot be negative
            georadius        | {'_id':'geo','lon':1,'lat':1,'distance':1,'unit':'m','options':['count',0]} | ERR COUNT must be > 0
            georadius        | {'_id':'geo','lon':1,'lat':1,'distance':1,'unit':'m','options':['any']} | ERR the ANY argument requires COUNT argument
            georadius        | {'_id':'geo','lon':1,'lat':1,'distance':1,'unit':'m','options':['store','x','withdist']} | ERR STORE option in GEORADIUS is not compatible with WITHDIST, WITHHASH and WITHCOORD options
            georadiusbymember | {'_id':'geo','member':'Nowhere','distance':1,'unit':'m'} | ERR could not decode requested zset member
            pfcount          | {'keys':['string']}          | WRONGTYPE Key is not a valid HyperLogLog string value.
            sort             | {'_id':'list'}               | ERR One or more scores can't be converted into double
            bitop            | {'_id':'x','body':{'operation':'nand','keys':['string']}} | ERR syntax error
            """)
    void whatRedisRefuses(String action, String request, String words) {
        assertThat(ms.refused(action, request)).isEqualTo("500 " + words);
        assertThat(ms.storage.size()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            sadd        | {}                                        | missing_argument ["key"]
            sismember   | {'_id':'set'}                             | missing_argument ["member"]
            smove       | {'_id':'set','body':{'member':'a'}}       | missing_argument ["destination"]
            sdiffstore  | {'_id':'set','body':{'keys':['a']}}       | missing_argument ["destination"]
            sinterstore | {'body':{'destination':'x'}}              | missing_argument ["keys"]
            zadd        | {'_id':'z'}                               | body_required []
            zadd        | {'body':{}}                               | missing_argument ["_id"]
            zadd        | {'_id':'z','body':{}}                     | missing_argument ["body.elements"]
            zadd        | {'_id':'z','body':{'elements':1}}         | invalid_type ["body.elements","array"]
            zadd        | {'_id':'z','body':{'elements':[1]}}       | invalid_argument ["elements","<array of objects>"]
            zadd        | {'_id':'z','body':{'nx':1,'xx':1,'elements':[1]}} | mutually_exclusive ["nx","xx"]
            zadd        | {'_id':'z','body':{'incr':true,'elements':[1,2]}} | too_many_arguments ["elements"]
            zadd        | {'_id':'z','body':{'elements':[{'score':[1],'member':'m'}]}} | invalid_type ["score","number"]
            zrange      | {'_id':'z','start':0}                     | missing_argument ["stop"]
            zremrangebyrank | {'_id':'z','body':{'stop':0}}         | missing_argument ["min"]
            zrangebylex | {'_id':'z','min':'-','max':'+','limit':[1,2,3]} | invalid_argument ["limit","<offset, count>"]
            zinterstore | {'_id':'z','body':{'keys':[]}}            | empty_argument ["keys"]
            zunionstore | {'_id':'z','body':{'keys':['a'],'weights':'1'}} | invalid_type ["body.weights","array"]
            zunionstore | {'_id':'z','body':{'keys':['a'],'aggregate':1}} | invalid_type ["body.aggregate","string"]
            zscan       | {'_id':'z','cursor':0,'match':1}          | invalid_type ["match","<string>"]
            zscan       | {'_id':'z','cursor':0,'count':'x'}        | invalid_type ["count","integer"]
            geoadd      | {'_id':'g','body':{}}                     | missing_argument ["points"]
            geoadd      | {'_id':'g','body':{'points':[]}}          | empty_argument ["points"]
            geoadd      | {'_id':'g','body':{'points':{}}}          | invalid_type ["body.points","array"]
            geoadd      | {'_id':'g','body':{'points':[{'lon':'x','lat':1,'name':'n'}]}} | invalid_type ["lon","number"]
            georadius   | {'_id':'g','lon':1,'lat':1,'distance':1}  | missing_argument ["unit"]
            sort        | {'body':{}}                               | missing_argument ["_id"]
            sort        | {'_id':'l','body':{'limit':1}}            | invalid_type ["body.limit","array"]
            sort        | {'_id':'l','body':{'limit':['x',1]}}      | invalid_type ["limit.offset","integer"]
            sort        | {'_id':'l','body':{'get':'#'}}            | invalid_type ["body.get","array"]
            """)
    void whatKuzzleRefuses(String action, String request, String refusal) {
        assertThat(ms.refused(action, request)).isEqualTo("400 api.assert." + refusal);
    }
}
