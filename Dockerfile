# syntax=docker/dockerfile:1
# Two stages: the SDK builds, on whatever machine builds, for the machine it is meant for; the runtime runs.
#   docker buildx build --platform linux/amd64,linux/arm64 -t lstmservice .
# Non-root, without a shell; everything is read-only but the volume at /data.
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS build
# empty where the builder does not tell; then it is the builder's own
ARG TARGETARCH
WORKDIR /source
# what a restore reads first, so that it is cached until a package changes
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/Directory.Build.props src/BannedSymbols.*.txt src/
COPY src/LstmService.Engine/*.csproj src/LstmService.Engine/packages.lock.json src/LstmService.Engine/
COPY src/LstmService.Forecasting/*.csproj src/LstmService.Forecasting/packages.lock.json src/LstmService.Forecasting/
COPY src/LstmService.Api/*.csproj src/LstmService.Api/packages.lock.json src/LstmService.Api/
RUN dotnet restore src/LstmService.Api --locked-mode -p:PublishReadyToRun=true
COPY .editorconfig ./
COPY src src
# compiled ahead for that processor: the service and its commands start sooner
RUN dotnet publish src/LstmService.Api -c Release --no-restore -a ${TARGETARCH:-$(dpkg --print-architecture)} --self-contained false -p:PublishReadyToRun=true -o /app \
 && mkdir -p /data

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
WORKDIR /app
COPY --from=build /app .
# the runtime's non-root user owns the data volume and nothing else
COPY --from=build --chown=$APP_UID:$APP_UID /data /data
ENV LstmService__DataDirectory=/data \
    ASPNETCORE_HTTP_PORTS=8080 \
    DOTNET_EnableDiagnostics=0
USER $APP_UID
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["dotnet", "LstmService.Api.dll", "health"]
ENTRYPOINT ["dotnet", "LstmService.Api.dll"]
