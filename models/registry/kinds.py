"""The closed lists of the registry: kinds of institutions, places, people, devices, media."""

from enum import StrEnum


class InstitutionType(StrEnum):
    """What kind of public institution, as quota standards divide them."""

    REGION = "region"
    GOVERNMENT = "government"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    VENUE = "venue"
    UNIT = "unit"


class PlaceKind(StrEnum):
    """What kind of place; quota standards leave some kinds out of their boundaries."""

    SITE = "site"
    BUILDING = "building"
    FLOOR = "floor"
    SPACE = "space"
    CANTEEN = "canteen"
    PUBLIC_AREA = "public_area"
    DATA_CENTRE = "data_centre"
    LAUNDRY = "laundry"
    LABORATORY = "laboratory"
    GARAGE = "garage"
    GREENING = "greening"
    PLANT_ROOM = "plant_room"


class PersonKind(StrEnum):
    """Who is counted; each standard names the kinds it counts (docs/glossary.md)."""

    STAFF = "staff"
    NON_STAFF = "non_staff"
    SECONDEE = "secondee"
    PROPERTY_STAFF = "property_staff"
    VISITOR = "visitor"
    STUDENT = "student"
    BOARDER = "boarder"
    BED = "bed"
    DINER = "diner"
    INTERN = "intern"
    OUTPATIENT = "outpatient"
    MEAL = "meal"


class DeviceKind(StrEnum):
    """What the thing that speaks MQTT is."""

    WATER_METER = "water_meter"
    ENERGY_MONITOR = "energy_monitor"
    HEAT_METER = "heat_meter"
    GAS_METER = "gas_meter"
    VEHICLE_TRACKER = "vehicle_tracker"
    SENSOR = "sensor"
    WEATHER_STATION = "weather_station"
    GATEWAY = "gateway"


class Protocol(StrEnum):
    """Which decoder reads a device's payloads."""

    JSON_V1 = "json_v1"


class Medium(StrEnum):
    """What a meter measures. Reclaimed water is apart: it does not count against a water quota."""

    WATER = "water"
    RECLAIMED_WATER = "reclaimed_water"
    ELECTRICITY = "electricity"
    GAS = "gas"
    HEAT = "heat"


class Language(StrEnum):
    """The languages that users read."""

    ZH_CN = "zh_CN"
    EN = "en"
