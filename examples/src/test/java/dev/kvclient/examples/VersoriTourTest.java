package dev.kvclient.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kvclient.testkit.versori.VersoriServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class VersoriTourTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void showsEverythingOnAServerOfItsOwn() {
        assertEquals(0, run("versori-tour"), err::toString);

        assertEquals("""
                  two writers       Ada has written, Bob has not
                  Bob again         Order[item=apple, quantity=3]
                  an expiring key   ends in 300 s
                  metadata          red is [fruit/cherry]
                  pages             1000 keys in 10 pages
                  a batch           written [box/1, box/3], failed [box/2]
                                    box/2: REJECTED, the server refused this member of the batch
                done, and the keys are removed
                """, withoutTheAddress());
    }

    @Test
    void removesItsKeysFromAServerThatIsGiven() {
        try (VersoriServer server =
                VersoriServer.builder().authorize(shown -> true).start()) {
            assertEquals(0, run("versori-tour", server.url()), err::toString);

            assertEquals(0, server.keyCount());
        }
    }

    private String withoutTheAddress() {
        String lines = out.toString();
        return lines.substring(lines.indexOf('\n') + 1);
    }

    private int run(String... arguments) {
        return Examples.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
