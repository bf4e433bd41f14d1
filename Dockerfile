# Studyhall as an image: `docker build -t studyhall .`, then see "Run it for a team" in README.md.

FROM rust:1.95-bookworm AS build
WORKDIR /build

# The libraries first, under empty sources: this layer is built anew only when Cargo.toml or Cargo.lock change. The tests
# and benches that Cargo.toml names must be there too, though nothing of them is built.
COPY Cargo.toml Cargo.lock ./
RUN mkdir -p src tests benches/discord benches/page benches/slack \
    && touch src/lib.rs \
    && echo 'fn main() {}' | tee src/main.rs tests/main.rs benches/calendar.rs benches/due.rs \
        benches/forgetting.rs benches/grading.rs benches/log.rs benches/migrating.rs benches/pictures.rs benches/recording.rs \
        benches/standings.rs benches/discord/main.rs benches/page/main.rs benches/slack/main.rs >/dev/null \
    && cargo build --profile dist --locked --bin studyhall

# Then the program. Its files may be older than the layer above, and Cargo goes by their times.
COPY src src
COPY data data
COPY migrations migrations
RUN find src -name '*.rs' -exec touch {} + \
    && cargo build --profile dist --locked --bin studyhall

FROM debian:bookworm-slim
# The fonts are for names in pictures that the built-in one cannot write: Chinese, Japanese, Korean, Arabic, Hebrew,
# Devanagari, Thai, emoji. Of what the packages bring, what no name is written in is left out: serifs, and scripts of old.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
        fonts-noto-cjk fonts-noto-color-emoji fonts-noto-core \
    && find /usr/share/fonts/opentype/noto -name 'NotoSerifCJK-*' -delete \
    && find /usr/share/fonts/truetype/noto -name 'NotoSerif*' -delete \
    && find /usr/share/fonts/truetype/noto -regextype egrep \
        -regex '.*/NotoSans(SignWriting|Cuneiform|EgyptianHieroglyphs|AnatolianHieroglyphs|Math)-.*' -delete \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --home-dir /data --no-create-home --shell /usr/sbin/nologin studyhall \
    && install --directory --owner studyhall --group studyhall /data
COPY --from=build /build/target/dist/studyhall /usr/local/bin/studyhall

# The database lives on a volume. A `.env` there is read as well, since it is the working directory.
USER studyhall
WORKDIR /data
VOLUME /data
ENV DATABASE_URL=/data/studyhall.db OPS_ADDR=0.0.0.0:9090
EXPOSE 9090

# The image has no HTTP client; bash can open a connection by itself.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/9090 && printf 'GET /healthz HTTP/1.0\\r\\n\\r\\n' >&3 && read -r status <&3 && [[ $status == *' 200 '* ]]"]

ENTRYPOINT ["/usr/local/bin/studyhall"]
