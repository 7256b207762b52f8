# Files of ours, whoever reads them. A persistence is four functions, named after the program that reads its files:
#   X_plan   sets targets, a word "function|path|mode" for each file in the order of writing, or says in why_not why there
#            can be none: "word text"
#   X_seen   whether the program reads what was written; else why_not. X_reads looks at the same, and changes nothing
#   X_apply  has the program read what was written or taken away, where it does not look by itself
#   X_configures  prints what somebody else's files give the host, on whatever interface, in lines "by on file what value";
#            "unasked why", where that can't be known
# What is written, marked, replaced, taken back and taken away is the same for all.

# Sets found to the files of ours for this address, of any persistence, and left to what one that was killed left beside them.
find_files() {
    found=$(
        set +f
        for each in "$dir/$name" "$hooks/$name" /etc/systemd/network/*.network.d/"$name.conf" \
            /run/systemd/network/*.network.d/"$name.conf" "$scripts/$name"; do
            if [ -e "$each" ] || [ -L "$each" ]; then printf ' %s' "$each"; fi
        done
    )
    left=$(
        set +f
        for each in "$dir/.$name".* "$hooks/.$name".* /etc/systemd/network/*.network.d/".$name".* \
            /run/systemd/network/*.network.d/".$name".* "$scripts/.$name".*; do
            if [ -e "$each" ] || [ -L "$each" ]; then printf ' %s' "$each"; fi
        done
    )
}

# Finds of a file in state: "absent", "ours", or what stands there that is not ours to touch.
file_state() {
    if [ -L "$1" ]; then
        state="is a symbolic link"
    elif [ ! -e "$1" ]; then
        state="absent"
    elif [ ! -f "$1" ]; then
        state="is not a regular file"
    elif [ ! -r "$1" ]; then
        state="can't be read"
    elif [ "$(grep "$mark" "$1")" = "# vip-file/1 $(grep -v "$mark" "$1" | cksum)" ]; then
        state="ours"
    elif grep -q "$mark" "$1"; then
        state="was edited by hand"
    else
        state="was not made by vip"
    fi
}

# Sets file to what there is of ours: "absent", "held" until a reboot, "ours" for good, or in what state a file is that is
# not ours to touch; that one is foreign. The first that is for good is where.
see_files() {
    find_files
    file=absent foreign= where=
    for each in $found; do
        file_state "$each"
        ! is_held "$each" || state="$state until a boot"
        case $state in
            "ours until a boot") is_stale "$each" || [ "$file" = ours ] || file=held ;;
            ours) file=ours where=${where:-$each} ;;
            *)
                file=${state% until a boot} foreign=$each
                return
                ;;
        esac
    done
}

# Whether a file is for the time of holding, and of no effect after a boot.
is_held() {
    case $1 in
        /run/*) return 0 ;;
        "$scripts"/*) grep -qs /proc/sys/kernel/random/boot_id "$1" ;;
        *) return 1 ;;
    esac
}

# Whether there was a boot since one was written for that: it does nothing, and is ours to replace and to take away.
is_stale() {
    case $1 in
        "$scripts"/*) ! grep -qsF "$(cat /proc/sys/kernel/random/boot_id)" "$1" ;;
        *) return 1 ;;
    esac
}

require_file_not_foreign() {
    [ -z "$foreign" ] || fail foreign-file "$foreign $file"
}

# Makes a file be what a function prints, with our mark as its second line: write_file function path mode.
write_file() {
    folder=${2%/*} base=${2##*/}
    case $folder in */systemd/network/*) mkdir -p "$folder" || return 1 ;; esac
    new=$folder/.$base.new old=$folder/.$base.old
    content=$("$1")
    if [ -e "$2" ] && [ "$(grep -v "$mark" "$2")" = "$content" ]; then
        return 0
    fi
    sum=$(printf '%s\n' "$content" | cksum)
    (set -C; printf '%s\n' "$content" | sed "1a # vip-file/1 $sum" >"$new") || return 1
    chmod "$3" "$new" || return 1
    if [ -e "$2" ]; then
        chown --reference="$2" "$new" && chmod --reference="$2" "$new" && ln "$2" "$old" ||
            return 1
    fi
    sync "$new" && mv -fT "$new" "$2" && sync "$folder"
}

# For a script of ours that others call with a PATH of theirs: the folders, beside the standard ones, in which programs were found.
elsewhere() {
    added=
    for tool; do
        found_at=$(command -v "$tool") && found_at=${found_at%/*} || continue
        case :$standard:$added: in *:"$found_at":*) continue ;; esac
        case $found_at in *[!A-Za-z0-9/._+-]*) ;; /*) added=$added:$found_at ;; esac
    done
    printf '%s' "$added"
}

write_files() {
    for target in $targets; do
        path=${target#*|}
        write_file "${target%%|*}" "${path%|*}" "${path##*|}" || return 1
    done
}

# After persist: what was there before is there again.
take_files_back() {
    for each in $found; do
        [ -e "$each" ] || mv -fT "${each%/*}/.${each##*/}.gone" "$each"
    done
    for target in $targets; do
        path=${target#*|}
        path=${path%|*}
        folder=${path%/*} base=${path##*/}
        if [ -e "$folder/.$base.old" ]; then
            mv -fT "$folder/.$base.old" "$path"
        elif ! is_word "$path" "$found"; then
            rm -f "$path"
        fi
        rm -f "$folder/.$base.new"
        sync "$folder"
        case $folder in */systemd/network/*) rmdir "$folder" ;; esac
    done
    unlink_unused
} >/dev/null 2>&1

# What is told of by who reads it: a file of systemd-networkd that was written or taken away.
touched() {
    case $1 in */systemd/network/*) tell networkd ;; esac
}

tell() {
    is_word "$1" "$pending" || pending="$pending $1"
}

# Of one that was killed: what it did not come to tell, and what it left but for the mark that it took something away.
forget_leftovers() {
    for each in $left; do
        touched "$each"
        case $each in *.gone) ;; *) rm -f "$each" ;; esac
    done 2>/dev/null
}

# Makes the files of ours be the targets and no others; or says in why_not why not, with everything as it was.
persist() {
    if problem=$(write_files 2>&1); then
        unpersist && { [ -z "$keeper" ] || "${keeper}_seen"; } && return
    else
        why_not="write $problem"
    fi
    take_files_back
    return 1
}

# Takes away the files of ours that are no targets, the last one written first. A hidden one stays in place of each until all is
# done: so whoever comes after one that was killed knows that somebody has yet to be told.
unpersist() {
    for target in $targets; do
        path=${target#*|}
        touched "${path%|*}"
    done
    unwanted=
    for each in $found; do
        case $targets in *"|$each|"*) ;; *) unwanted="$each $unwanted" ;; esac
    done
    for each in $unwanted; do
        problem=$({ mv -fT "$each" "${each%/*}/.${each##*/}.gone" && sync "${each%/*}"; } 2>&1) || {
            why_not="write $problem"
            return 1
        }
        touched "$each"
    done
}

# Has those who read our files read them again, once for all addresses of the call; what they say to that is in problem.
apply_files() {
    for each in $pending; do
        "${each}_apply" || return
    done
    pending=
}

# After all: nothing is left beside the files, and no folder of systemd-networkd's that has nothing in it.
tidy() {
    find_files
    for each in $left; do
        rm -f "$each"
        case $each in */systemd/network/*) rmdir "${each%/*}" ;; esac
    done
} 2>/dev/null

# While holding: what was written, and is of no use. It must not come to be read later.
forget_held() {
    find_files
    for each in $found; do
        is_held "$each" || continue
        rm -f "$each"
        case $each in /run/*) rmdir "${each%/*}" ;; esac
        touched "$each"
    done
    unlink_unused
    [ -n "$untold" ] || [ "$why" = late ] || apply_files
} 2>/dev/null
