package dev.kvclient.testkit.kuzzle;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;

/** Writes JSON in lines as JavaScript does: no space before a colon, nothing in what is empty. */
final class JsPrinter extends DefaultPrettyPrinter {

    private static final long serialVersionUID = 1L;

    JsPrinter() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        indentObjectsWith(indenter);
        indentArraysWith(indenter);
    }

    @Override
    public DefaultPrettyPrinter createInstance() {
        return new JsPrinter();
    }

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator generator) throws IOException {
        generator.writeRaw(": ");
    }

    @Override
    public void writeEndObject(JsonGenerator generator, int entries) throws IOException {
        if (entries > 0) {
            super.writeEndObject(generator, entries);
        } else {
            _nesting--;
            generator.writeRaw('}');
        }
    }

    @Override
    public void writeEndArray(JsonGenerator generator, int values) throws IOException {
        if (values > 0) {
            super.writeEndArray(generator, values);
        } else {
            _nesting--;
            generator.writeRaw(']');
        }
    }
}
