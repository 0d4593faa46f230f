package dev.kvclient.ndb;

/** Where items were added to a list. Immutable. */
public interface NdbListPlace {
    /** The place of the first of them. */
    long position();

    /** How many items the list has now. */
    long size();
}
