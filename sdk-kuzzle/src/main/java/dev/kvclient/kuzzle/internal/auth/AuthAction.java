package dev.kvclient.kuzzle.internal.auth;

import dev.kvclient.spi.Effect;

/** The actions of the controller {@code auth}, and what each does. */
public enum AuthAction {
    GET_STRATEGIES("getStrategies", Effect.READ),
    LOGIN("login", Effect.WRITE),
    LOGOUT("logout", Effect.WRITE),
    CHECK_TOKEN("checkToken", Effect.READ),
    REFRESH_TOKEN("refreshToken", Effect.WRITE),
    CREATE_TOKEN("createToken", Effect.WRITE),
    GET_CURRENT_USER("getCurrentUser", Effect.READ),
    GET_MY_RIGHTS("getMyRights", Effect.READ),
    CHECK_RIGHTS("checkRights", Effect.READ),
    CREATE_API_KEY("createApiKey", Effect.WRITE),
    SEARCH_API_KEYS("searchApiKeys", Effect.READ),
    DELETE_API_KEY("deleteApiKey", Effect.WRITE),
    CREATE_MY_CREDENTIALS("createMyCredentials", Effect.WRITE),
    UPDATE_MY_CREDENTIALS("updateMyCredentials", Effect.IDEMPOTENT_WRITE),
    DELETE_MY_CREDENTIALS("deleteMyCredentials", Effect.WRITE),
    GET_MY_CREDENTIALS("getMyCredentials", Effect.READ),
    VALIDATE_MY_CREDENTIALS("validateMyCredentials", Effect.READ),
    CREDENTIALS_EXIST("credentialsExist", Effect.READ),
    UPDATE_SELF("updateSelf", Effect.IDEMPOTENT_WRITE);

    private final String wireName;
    private final Effect effect;

    AuthAction(String wireName, Effect effect) {
        this.wireName = wireName;
        this.effect = effect;
    }

    /** Its name on the wire. */
    public String wireName() {
        return wireName;
    }

    /** What carrying it out does. */
    public Effect effect() {
        return effect;
    }

    /** Its name in messages and events. */
    public String operation() {
        return "auth:" + wireName;
    }
}
