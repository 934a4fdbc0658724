# One image for both processes. It runs the front end by default; for a silo, run `dotnet /app/Silo/RetailPulse.Silo.dll`.
# Images are referenced by tag. To pin digests, see docs/operating.md.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
# Checks all packages against the lock files. What follows compiles ahead for the platform of the image, which halves the time of a start.
RUN dotnet restore --locked-mode
RUN dotnet publish WebFrontend --configuration Release --arch $(dpkg --print-architecture) --output /app/WebFrontend
RUN dotnet publish Silo --configuration Release --arch $(dpkg --print-architecture) --output /app/Silo

FROM mcr.microsoft.com/dotnet/aspnet:10.0
COPY --from=build /app /app
# /data holds the embedded database, and /thumbnails what can be made again; mount a volume to keep the first. A new volume at any of these folders inherits its owner and mode.
RUN install --directory --mode=700 --owner=$APP_UID /data /thumbnails /authority /certificates
VOLUME /data
ENV ConnectionStrings__RetailPulse="Data Source=/data/retailpulse.db" \
    RetailPulse__Thumbnails__Folder=/thumbnails \
    RetailPulse__Stores__Path=/app/WebFrontend/data/store_master.csv \
    ASPNETCORE_HTTP_PORTS=8080
USER $APP_UID
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["dotnet", "/app/WebFrontend/RetailPulse.WebFrontend.dll", "--healthcheck"]
WORKDIR /app/WebFrontend
CMD ["dotnet", "/app/WebFrontend/RetailPulse.WebFrontend.dll"]
