//! What the pages at the side are called.

kit::words! {
    DESK = "工作台", "My desk";
    CASE_MAP = "案件地图", "Case map";
    PEOPLE = "人员与设备", "People and devices";
    JURISDICTIONS = "辖区与开关", "Jurisdictions";
    AREAS = "网格与图层", "Grids and layers";
    CATALOGUE = "目录与时限", "Catalogue and limits";
    DIRECTORY = "通讯录", "Directory";
    AUDIT = "操作记录", "Audit";
    HEALTH = "运行状况", "Health";
    PERMISSIONS = "权限", "Permissions";
    SECURITY = "我的登录", "My sign-ins";
    ASSESSMENT = "考核评价", "Assessment";
    BULLETINS = "通报", "Bulletins";
    HONESTY = "真实性", "Honesty";
    ALARMS = "告警记录", "Alarm history";
}
