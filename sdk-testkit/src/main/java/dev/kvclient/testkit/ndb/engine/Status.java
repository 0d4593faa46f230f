package dev.kvclient.testkit.ndb.engine;

/** The numbers that the servers answer with, as far as they are used here. Their meaning differs in places. */
final class Status {

    static final int OK = 1;
    static final int OP_CODE_INVALID = 2;
    static final int JSON_INVALID = 3;
    static final int PATH_INVALID = 4;
    static final int COMMAND_NOT_EXIST = 10;
    static final int COMMAND_MULTIPLE = 11;
    static final int COMMAND_TYPE = 12;
    static final int COMMAND_SYNTAX = 13;
    static final int COMMAND_DISABLED = 14;
    static final int KEY_SET = 20;
    static final int KEY_UPDATED = 21;
    static final int NOT_EXIST = 22;
    static final int KEY_EXISTS = 23;
    static final int KEY_REMOVED = 24;
    static final int PARAM_MISSING = 26;
    static final int VALUE_TYPE = 41;
    static final int VALUE_SIZE = 42;
    static final int SESSION_NOT_EXIST = 100;
    static final int TOKEN_INVALID = 101;
    static final int SESSION_OPEN_FAIL = 102;
    static final int SESSION_NEW_FAIL = 103;

    /** Generation A: the save has begun. Generation B: it is complete. */
    static final int SAVE_STARTED_OR_DONE = 120;

    /** Generation A: the save is complete. */
    static final int SAVE_COMPLETE = 121;

    static final int LOADING = 140;
    static final int LOAD_COMPLETE = 141;
    static final int LOAD_ERROR = 142;
    static final int LOAD_DUPLICATE = 143;
    static final int DUPLICATE = 160;
    static final int BOUNDS = 161;
    static final int UNKNOWN = 1000;

    private Status() {}
}
