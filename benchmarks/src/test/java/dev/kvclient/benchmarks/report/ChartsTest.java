package dev.kvclient.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class ChartsTest {
    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aChartWithBarsIsWellFormedAndHasABarForEachFigure() throws Exception {
        String svg = BarChart.svg(
                "a & b",
                "<note>",
                List.of("one", "two"),
                List.of(new BarChart.Panel(
                        "panel",
                        List.of(
                                new BarChart.Cluster(
                                        "window 1", Map.of("one", Spread.of(1, 2, 3), "two", Spread.of(4))),
                                new BarChart.Cluster("window 16", Map.of("two", Spread.of(5_000_000)))))));

        // The background, two marks of the legend, three bars.
        assertThat(parsed(svg).getElementsByTagName("rect").getLength()).isEqualTo(6);
        assertThat(svg).contains("a &amp; b", "&lt;note&gt;", "5.00M").doesNotContain("NaN");
    }

    @Test
    void aChartWithLinesIsWellFormedAndHasADotForEachPoint() throws Exception {
        String svg = LineChart.svg(
                "title",
                "note",
                List.of(
                        new LineChart.Panel(
                                "wide",
                                "keys",
                                "us",
                                Map.of("x", List.of(new LineChart.Point(1, 9), new LineChart.Point(10_000, 3)))),
                        new LineChart.Panel("one", "keys", "us", Map.of("x", List.of(new LineChart.Point(5, 0))))));

        assertThat(parsed(svg).getElementsByTagName("circle").getLength()).isEqualTo(3);
        assertThat(svg).doesNotContain("NaN").doesNotContain("Infinity");
    }

    @Test
    void figuresAreWrittenAsJson() throws Exception {
        JsonNode read = new ObjectMapper().readTree(Results.json(Map.of("ratio", Spread.of(1, 2, 3))));

        assertThat(read.path("ratio").path("median").asDouble()).isEqualTo(2);
        assertThat(read.path("processors").asInt()).isPositive();
        assertThat(read.path("java").asText()).isNotEmpty();
    }
}
