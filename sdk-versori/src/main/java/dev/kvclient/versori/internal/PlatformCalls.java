package dev.kvclient.versori.internal;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.Effect;
import dev.kvclient.versori.VersoriStore;
import java.util.List;

/** The operations on the stores of an organization as requests. */
record PlatformCalls(VersoriHttp http) {
    VersoriCall<VersoriStore> createStore(String organization, String name) {
        return new VersoriCall<>(
                http,
                Operation.CREATE_STORE,
                List.of(),
                // A second store of the same name is another one.
                Effect.WRITE,
                null,
                ofOrganization(organization),
                time -> Json.object(
                        json -> json.writeStringField("name", Texts.requireWhole("the name of the store", name))),
                (parser, utf8) -> new VersoriStore(Answers.id(parser, utf8), name, organization));
    }

    VersoriCall<List<VersoriStore>> stores(String organization) {
        return new VersoriCall<>(
                http,
                Operation.LIST_STORES,
                List.of(),
                Effect.READ,
                null,
                ofOrganization(organization),
                null,
                Answers::stores);
    }

    private static VersoriCall.Path ofOrganization(String organization) {
        if (organization.isEmpty() || organization.equals(".") || organization.equals("..")) {
            throw new KvRequestException(Failure.of(Outcome.NOT_SENT, "that is not the id of an organization"));
        }
        Texts.requireWhole("the id of an organization", organization);
        return url -> url.addPathSegment("o").addPathSegment(organization).addPathSegment("store");
    }
}
