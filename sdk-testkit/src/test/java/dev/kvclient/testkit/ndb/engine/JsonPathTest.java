package dev.kvclient.testkit.ndb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathTest {

    private static final String STORE = """
            {"name": "shop", "open": true, "books": [
              {"title": "a", "price": 8, "tags": ["x"]},
              {"title": "b", "price": 12.5, "tags": []},
              {"title": "c", "price": 20, "isbn": "1"}],
             "odd name": {"title": "d"}}
            """;

    private static Object store() throws MalformedJsonException {
        return JsonReader.read(STORE, false);
    }

    private static List<String> places(String path) throws Exception {
        return JsonPath.compile(path).select(store()).stream()
                .map(JsonPath.Match::location)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "$ ; $",
                "$.name ; $['name']",
                "$['odd name'].title ; $['odd name']['title']",
                "$.books[0] ; $['books'][0]",
                "$.books[-1].title ; $['books'][2]['title']",
                "$.books[3] ; ",
                "$.books[1:] ; $['books'][1] $['books'][2]",
                "$.books[:1] ; $['books'][0]",
                "$.books[0,2].title ; $['books'][0]['title'] $['books'][2]['title']",
                "$.books[*].isbn ; $['books'][2]['isbn']",
                "$.books.*.isbn ; $['books'][2]['isbn']",
                "$..isbn ; $['books'][2]['isbn']",
                "$..[0] ; $['books'][0] $['books'][0]['tags'][0]",
                "$.books[?(@.title == 'b')] ; $['books'][1]",
                "$.books[?(@.price > 8 && @.price <= 20)].price ; $['books'][1]['price'] $['books'][2]['price']",
                "$.books[?(@.price == 12.5 || !(@.tags))].title ; $['books'][1]['title'] $['books'][2]['title']",
                "$.books[?(@.isbn)] ; $['books'][2]",
                "$.books[?(@.title != 'a')].title ; $['books'][1]['title'] $['books'][2]['title']",
                "$.books[?(@.tags[0] == 'x')].title ; $['books'][0]['title']",
                "$.none.more ; "
            })
    void selects(String path, String places) throws Exception {
        assertThat(String.join(" ", places(path)).replace("['odd name']", "[~]"))
                .isEqualTo(places == null ? "" : places.replace("['odd name']", "[~]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "name",
                "$.",
                "$..[",
                "$.[?(@.a > 30)]",
                "$.books[",
                "$.books[?(@.a]",
                "$['a",
                "$ x",
                "$.books[?(@.a =~ /x/)]",
                "$.books.length()"
            })
    void refusesWhatItDoesNotUnderstand(String path) {
        assertThatThrownBy(() -> JsonPath.compile(path)).isInstanceOf(BadPathException.class);
    }

    @Test
    void replacesInACopy() throws Exception {
        Object before = store();
        Object after = before;
        for (JsonPath.Match match : JsonPath.compile("$.books[*].tags").select(before)) {
            after = match.replaceIn(after, 5L);
        }
        assertThat(JsonWriter.write(after))
                .contains("\"tags\":5", "\"isbn\":\"1\"")
                .doesNotContain("\"tags\":[");
        assertThat(JsonWriter.write(before)).isEqualTo(JsonWriter.write(store()));
    }
}
