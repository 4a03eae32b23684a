package dev.gantry.doctor;

import dev.gantry.doctor.Examination.Duplicates;
import dev.gantry.doctor.Examination.Group;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Finds equal samples by sorting their hashes. */
final class Copies {
    private static final int MOST = 1 << 22;
    private static final int MOST_GROUPS = 3;
    private final long[] hashes;

    Copies(int samples) {
        hashes = new long[Math.min(samples, MOST)];
    }

    static long mix(long hash, int bits) {
        return Long.rotateLeft(hash ^ bits, 29) * 0x9e3779b97f4a7c15L;
    }

    void add(int index, long hash) {
        if (index < hashes.length) {
            hashes[index] = hash;
        }
    }

    Duplicates count() {
        long[] sorted = hashes.clone();
        Arrays.sort(sorted);
        int count = 0;
        List<long[]> largest = new ArrayList<>(); // [size, hash], the largest first
        for (int start = 0; start < sorted.length; ) {
            int end = start + 1;
            while (end < sorted.length && sorted[end] == sorted[start]) {
                end++;
            }
            if (end - start > 1) {
                count += end - start - 1;
                keep(largest, new long[] {end - start, sorted[start]});
            }
            start = end;
        }
        List<Group> groups =
                largest.stream().map(entry -> group((int) entry[0], entry[1])).toList();
        return new Duplicates(hashes.length, count, groups);
    }

    private static void keep(List<long[]> largest, long[] entry) {
        int place = 0;
        while (place < largest.size() && largest.get(place)[0] >= entry[0]) {
            place++;
        }
        largest.add(place, entry);
        if (largest.size() > MOST_GROUPS) {
            largest.remove(MOST_GROUPS);
        }
    }

    private Group group(int size, long hash) {
        int[] members = IntStream.range(0, hashes.length)
                .filter(i -> hashes[i] == hash)
                .limit(2)
                .toArray();
        return new Group(size, members[0], members[1]);
    }
}
