FROM scratch
COPY catatonit /catatonit
USER 65535:65535
ENTRYPOINT ["/catatonit", "-P"]
